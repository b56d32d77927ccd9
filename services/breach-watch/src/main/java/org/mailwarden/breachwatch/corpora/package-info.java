// SPDX-License-Identifier: Apache-2.0
/** Imports of password corpora, as jobs. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.corpora;
