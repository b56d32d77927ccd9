// SPDX-License-Identifier: Apache-2.0
/** The range search over HTTP. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.range;
