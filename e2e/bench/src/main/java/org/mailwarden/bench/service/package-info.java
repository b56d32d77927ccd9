// SPDX-License-Identifier: Apache-2.0
/** A service of its own, with its broker and database. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.service;
