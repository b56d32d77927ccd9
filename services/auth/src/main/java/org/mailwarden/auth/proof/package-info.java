// SPDX-License-Identifier: Apache-2.0
/** Decides from what was read back whether a reset holds. Pure: asks nobody. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.proof;
