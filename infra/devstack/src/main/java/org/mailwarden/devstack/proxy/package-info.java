// SPDX-License-Identifier: Apache-2.0
/** Breaks the network between two programs of this machine, as real networks break. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.proxy;
