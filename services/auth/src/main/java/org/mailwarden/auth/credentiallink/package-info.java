// SPDX-License-Identifier: Apache-2.0
/** After a reset: the link over which the owner gives the fetcher the new password of the mailbox. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.credentiallink;
