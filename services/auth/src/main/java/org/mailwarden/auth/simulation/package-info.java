// SPDX-License-Identifier: Apache-2.0
/** What a policy would have done, before it may do it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.simulation;
