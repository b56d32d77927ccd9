// SPDX-License-Identifier: Apache-2.0
/** What we are measured against: the limit of the wire, and the best known tool. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.baseline;
