-- SPDX-License-Identifier: Apache-2.0
-- The gravest are few among those that are open, and are asked for most.
create index finding_open_severity on finding (severity, raised_at desc, id) where state = 'OPEN';
