// SPDX-License-Identifier: Apache-2.0
/** Whether a planned response may run now. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.governor;
