// SPDX-License-Identifier: Apache-2.0
/** A corpus that lands, and a fleet that is matched with it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.matching;
