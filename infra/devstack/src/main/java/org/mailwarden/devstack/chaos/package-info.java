// SPDX-License-Identifier: Apache-2.0
/** What the tests share that are also a programme of their own, {@code ./mailwarden chaos NAME}. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.chaos;
