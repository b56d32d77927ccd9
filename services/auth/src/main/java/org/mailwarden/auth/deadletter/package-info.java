// SPDX-License-Identifier: Apache-2.0
/** What no consumer could read: looked at without its content, and sent to its topic again when a person says why. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.deadletter;
