// SPDX-License-Identifier: Apache-2.0
/** Who may pass the gateway. */
@NullMarked
package org.mailwarden.console.access;

import org.jspecify.annotations.NullMarked;
