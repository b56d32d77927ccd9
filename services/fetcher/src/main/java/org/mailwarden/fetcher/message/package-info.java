// SPDX-License-Identifier: Apache-2.0
/** Reads the facts of a raw message under limits. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.message;
