// SPDX-License-Identifier: Apache-2.0
/** The page on which the owner of a mailbox gives its new password. */
@NullMarked
package org.mailwarden.console.credential;

import org.jspecify.annotations.NullMarked;
