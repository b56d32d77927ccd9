// SPDX-License-Identifier: Apache-2.0
/** Whether the clock may be believed, before what waits for a time is done. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.clock;
