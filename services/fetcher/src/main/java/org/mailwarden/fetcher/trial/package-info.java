// SPDX-License-Identifier: Apache-2.0
/** Tries settings before they are enrolled, and says in plain words what is wrong and how to mend it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.trial;
