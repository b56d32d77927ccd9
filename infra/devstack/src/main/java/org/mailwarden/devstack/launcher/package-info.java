// SPDX-License-Identifier: Apache-2.0
/** Starts everything in order and stops it in reverse. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.launcher;
