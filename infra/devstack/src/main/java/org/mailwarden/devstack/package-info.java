// SPDX-License-Identifier: Apache-2.0
/** Real servers for development, tests and the local stack, without docker. */
@NullMarked
package org.mailwarden.devstack;

import org.jspecify.annotations.NullMarked;
