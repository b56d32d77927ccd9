// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the product, each against a baseline in the same run. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench;
