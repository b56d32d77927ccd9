// SPDX-License-Identifier: Apache-2.0
/** How fast a leaked list is searched for the fleet's addresses. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.combolist;
