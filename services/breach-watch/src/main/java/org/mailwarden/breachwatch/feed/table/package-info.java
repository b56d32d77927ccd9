// SPDX-License-Identifier: Apache-2.0
/** Tables of leaks, CSV or JSON, read by a mapping. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.feed.table;
