// SPDX-License-Identifier: Apache-2.0
/** Files about addresses, for tests and benchmarks. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.places;
