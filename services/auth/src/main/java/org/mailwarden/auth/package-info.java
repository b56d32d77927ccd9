// SPDX-License-Identifier: Apache-2.0
/** The service that responds: each room below does one part of it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth;
