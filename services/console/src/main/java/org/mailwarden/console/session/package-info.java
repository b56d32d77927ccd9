// SPDX-License-Identifier: Apache-2.0
/** How a browser signs in and out, and learns who is signed in. */
@NullMarked
package org.mailwarden.console.session;

import org.jspecify.annotations.NullMarked;
