// SPDX-License-Identifier: Apache-2.0
/** Sealed material for matching, readable by breach-watch alone. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.credential;
