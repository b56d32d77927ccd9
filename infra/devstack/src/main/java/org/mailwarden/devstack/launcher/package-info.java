// SPDX-License-Identifier: Apache-2.0
/** Starts the whole stack on this machine. */
@NullMarked
package org.mailwarden.devstack.launcher;

import org.jspecify.annotations.NullMarked;
