// SPDX-License-Identifier: Apache-2.0
/** Child processes that die with their parent. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.process;
