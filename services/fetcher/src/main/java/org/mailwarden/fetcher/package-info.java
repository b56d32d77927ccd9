// SPDX-License-Identifier: Apache-2.0
/** The fetcher: senses what happens in every mailbox, holds the mailbox credentials, and judges nothing. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher;
