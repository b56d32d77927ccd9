// SPDX-License-Identifier: Apache-2.0
/** Finds the fleet's addresses in combolists. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.combolist;
