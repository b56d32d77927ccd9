// SPDX-License-Identifier: Apache-2.0
/** The fetcher as a service of its own, with its broker and database. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.fetcher;
