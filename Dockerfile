# Production image: one for web, worker, beat and commands (docker-compose.yml says which runs).
# Nothing secret goes in; third-party files are pinned by lock files with hashes.

FROM node:24-bookworm-slim AS packages
WORKDIR /srv/osk
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier

FROM python:3.11-slim-bookworm AS environment
RUN python -m venv /srv/venv
COPY requirements.lock ./
RUN /srv/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.lock

# Static files and fonts are made here, with a key that lasts no longer than this stage.
FROM environment AS files
WORKDIR /srv/osk
COPY --from=packages /srv/osk/node_modules node_modules
COPY . .
RUN export SECRET_KEY=only-while-building \
 && /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /srv/venv/bin/python manage.py convert_fonts \
 && rm -rf var/queue

FROM python:3.11-slim-bookworm
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
WORKDIR /srv/osk
COPY --from=environment /srv/venv /srv/venv
COPY --from=packages /srv/osk/node_modules node_modules
COPY . .
COPY --from=files /srv/osk/var var
RUN useradd --system --uid 10001 --no-create-home osk \
 && install -d -o osk -g osk var/reports var/uploads var/letters var/seals var/documents
USER osk
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
