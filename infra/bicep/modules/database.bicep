// PostgreSQL that knows identities alone: there is no password to lose.
param name string
param location string
param tags object

@description('Machine and its price tier.')
param sku { name: string, tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized' }

@description('Gigabytes; grows by itself.')
param storageSizeGB int

@description('Connections that the server allows; docs/operations.md has the calculation.')
param maxConnections int

param highAvailability bool
param readReplica bool
param pgBouncer bool

@description('People and pipelines who administer the database.')
param administrators { objectId: string, name: string, type: 'User' | 'Group' | 'ServicePrincipal' }[]

@description('Subnet of the server; empty: reached from outside, by identities all the same.')
param subnetId string

@description('Zone the server\'s name is in.')
param zoneId string

@description('Days that backups are kept.')
@minValue(7)
@maxValue(35)
param backupDays int

var always = {
  'azure.extensions': 'PG_TRGM'
  max_connections: string(maxConnections)
  require_secure_transport: 'on'
  ssl_min_protocol_version: 'TLSv1.2'
  // Values of statements may be personal data: errors and slow statements are told without them.
  log_error_verbosity: 'terse'
  log_min_error_statement: 'panic'
  log_parameter_max_length: '0'
  log_parameter_max_length_on_error: '0'
  idle_in_transaction_session_timeout: '600000'
  'pg_qs.query_capture_mode': 'top'
}

var pooling = {
  'pgbouncer.enabled': 'true'
  'pgbouncer.pool_mode': 'session'
  'pgbouncer.ignore_startup_parameters': 'extra_float_digits,options'
}

var settings = pgBouncer ? union(always, pooling) : always

var access = empty(subnetId) ? { publicNetworkAccess: 'Enabled' } : { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: zoneId, publicNetworkAccess: 'Disabled' }

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: 'psql-${name}'
  location: location
  tags: tags
  sku: sku
  properties: {
    version: '18'
    createMode: 'Default'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    storage: { storageSizeGB: storageSizeGB, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: backupDays, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: highAvailability ? 'ZoneRedundant' : 'Disabled' }
    network: access
    maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 }
  }
}

// The server takes one change at a time.
@batchSize(1)
resource configurations 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = [
  for setting in items(settings): {
    parent: server
    name: setting.key
    properties: { value: setting.value, source: 'user-override' }
  }
]

@batchSize(1)
resource admins 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = [
  for administrator in administrators: {
    parent: server
    name: administrator.objectId
    properties: {
      principalName: administrator.name
      principalType: administrator.type
      tenantId: tenant().tenantId
    }
    dependsOn: [configurations]
  }
]

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: 'app'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  dependsOn: [admins]
}

// Flex Consumption has no fixed addresses: without a private network the app comes from Azure's.
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = if (empty(subnetId)) {
  parent: server
  name: 'azure'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  dependsOn: [database]
}

resource replica 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = if (readReplica) {
  name: 'psql-${name}-replica'
  location: location
  tags: tags
  sku: sku
  properties: {
    createMode: 'Replica'
    sourceServerResourceId: server.id
    network: access
  }
  dependsOn: [database]
}

output id string = server.id
output host string = server.properties.fullyQualifiedDomainName
output replicaHost string = readReplica ? 'psql-${name}-replica.postgres.database.azure.com' : ''
output databaseName string = database.name
output port int = pgBouncer ? 6432 : 5432
