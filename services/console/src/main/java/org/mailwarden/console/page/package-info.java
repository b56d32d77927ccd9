// SPDX-License-Identifier: Apache-2.0
/** The answer for what is not there; the start page itself is static. */
@NullMarked
package org.mailwarden.console.page;

import org.jspecify.annotations.NullMarked;
