// SPDX-License-Identifier: Apache-2.0
/** Problems (RFC 9457) as the gateway itself writes them. */
@NullMarked
package org.mailwarden.console.problem;

import org.jspecify.annotations.NullMarked;
