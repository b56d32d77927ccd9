// SPDX-License-Identifier: Apache-2.0
/** Stops and starts the servers of a test run from the test. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.control;
