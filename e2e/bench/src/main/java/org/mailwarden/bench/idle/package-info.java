// SPDX-License-Identifier: Apache-2.0
/** Waiting for news on many connections. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.idle;
