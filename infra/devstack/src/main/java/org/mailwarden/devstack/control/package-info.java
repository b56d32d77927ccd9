// SPDX-License-Identifier: Apache-2.0
/** A loopback door through which tests stop, start and fill the servers. */
@NullMarked
package org.mailwarden.devstack.control;

import org.jspecify.annotations.NullMarked;
