// SPDX-License-Identifier: Apache-2.0
/** Recognises a leaked password that was reset when somebody presents it again, without keeping the password. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.retired;
