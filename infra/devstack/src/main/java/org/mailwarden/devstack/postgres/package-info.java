// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL as a child process, from the binaries of the package registry. */
@NullMarked
package org.mailwarden.devstack.postgres;

import org.jspecify.annotations.NullMarked;
