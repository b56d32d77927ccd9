// SPDX-License-Identifier: Apache-2.0
/** App passwords: one for each mail client that knows no second factor, issued, listed and revoked here, checked by Dovecot. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.apppassword;
