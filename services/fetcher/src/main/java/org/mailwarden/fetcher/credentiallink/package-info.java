// SPDX-License-Identifier: Apache-2.0
/** The owner's way to give the new password of a mailbox: a link that works once, and one sign-in that checks it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.credentiallink;
