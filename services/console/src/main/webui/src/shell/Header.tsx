// SPDX-License-Identifier: Apache-2.0
import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  NotificationBadge,
  NotificationBadgeVariant,
  PageToggleButton,
} from '@patternfly/react-core';
import BarsIcon from '@patternfly/react-icons/dist/esm/icons/bars-icon';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import { Link } from 'react-router-dom';
import { t } from '../messages';
import { PersonMenu } from './PersonMenu';
import { StreamSign } from './StreamSign';
import { useTasks } from './tasks';

interface HeaderProps {
  isNavigationOpen: boolean;
  onNavigation: () => void;
  isTasksOpen: boolean;
  onTasks: () => void;
  onHelp: () => void;
}

/** The bar on top of every page. */
export function Header({ isNavigationOpen, onNavigation, isTasksOpen, onTasks, onHelp }: HeaderProps) {
  const { running, failed } = useTasks();
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton
            variant="plain"
            aria-label={t('nav.toggle')}
            isSidebarOpen={isNavigationOpen}
            onSidebarToggle={onNavigation}
            id="navigation-toggle"
          >
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(logo) => <Link {...logo} to="/" />}>
            <img src="/mailwarden.svg" alt="" width="28" height="28" />
            <span className="mw-brand">Mailwarden</span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="mw-row mw-masthead">
          <StreamSign />
          <NotificationBadge
            variant={failed > 0 ? NotificationBadgeVariant.attention : running > 0 ? NotificationBadgeVariant.unread : NotificationBadgeVariant.read}
            count={running}
            icon={<TasksIcon />}
            onClick={onTasks}
            isExpanded={isTasksOpen}
            aria-label={t('tasks.open', { count: running })}
          />
          <PersonMenu onHelp={onHelp} />
        </div>
      </MastheadContent>
    </Masthead>
  );
}
