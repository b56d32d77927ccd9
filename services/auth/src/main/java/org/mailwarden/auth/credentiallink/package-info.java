// SPDX-License-Identifier: Apache-2.0
/** After a reset, once the owner has set a new password: lockouts are lifted, and a link takes it for the fetcher. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.credentiallink;
