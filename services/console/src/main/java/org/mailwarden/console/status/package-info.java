// SPDX-License-Identifier: Apache-2.0
/** How each part of the stack is. */
@NullMarked
package org.mailwarden.console.status;

import org.jspecify.annotations.NullMarked;
