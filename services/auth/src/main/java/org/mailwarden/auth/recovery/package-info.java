// SPDX-License-Identifier: Apache-2.0
/** The mail that carries a recovery link to its owner, and to nobody else. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.recovery;
