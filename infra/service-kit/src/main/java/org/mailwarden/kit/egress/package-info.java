// SPDX-License-Identifier: Apache-2.0
/** Where a service may connect to: resolve, check every address, pin what was checked. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.egress;
