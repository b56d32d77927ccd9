// SPDX-License-Identifier: Apache-2.0
/** Topics and event types: the names every service agrees on. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.event;
