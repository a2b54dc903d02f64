// Everything in the resource group, and who is told what of whom.
param name string

@description('Makes names unique that all of Azure shares.')
param token string

param location string
param siteLocation string
param tags object
param databaseAdministrators { objectId: string, name: string, type: 'User' | 'Group' | 'ServicePrincipal' }[]
param alertMail string
param currency string
param businessTimeZone string
param companyName string
param companyIban string

@allowed(['small', 'medium', 'large'])
param size string

param highAvailability bool
param readReplica bool
param pgBouncer bool
param privateNetwork bool
param monthlyBudget int
param budgetStart string

// instances × pool + 5 for people + 15 that Azure keeps ≤ connections: deploy/sizing.py, docs/operations.md.
var sizes = {
  small: {
    instances: 40
    alwaysReady: 0
    pool: 5
    connections: 300
    sku: { name: 'Standard_B2ms', tier: 'Burstable' }
    storageGB: 64
    redundancy: 'Standard_LRS'
    backupDays: 7
  }
  medium: {
    instances: 60
    alwaysReady: 1
    pool: 8
    connections: 620
    sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' }
    storageGB: 256
    redundancy: 'Standard_ZRS'
    backupDays: 14
  }
  large: {
    instances: 100
    alwaysReady: 2
    pool: 10
    connections: 1300
    sku: { name: 'Standard_D8ds_v5', tier: 'GeneralPurpose' }
    storageGB: 1024
    redundancy: 'Standard_ZRS'
    backupDays: 35
  }
}
var chosen = sizes[size]
var sharedName = toLower(replace('${take(name, 10)}${token}', '-', ''))

module identity 'identity.bicep' = {
  params: { name: name, location: location, tags: tags }
}

module network 'network.bicep' = if (privateNetwork) {
  params: { name: name, location: location, tags: tags }
}

module storage 'storage.bicep' = {
  params: {
    name: take('st${sharedName}', 24)
    location: location
    tags: tags
    isPrivate: false // people upload with links of fifteen minutes, straight from their browsers
    redundancy: chosen.redundancy
    origins: ['https://${site.outputs.host}']
  }
}

module vault 'vault.bicep' = {
  params: { name: take('kv${sharedName}', 24), location: location, tags: tags, isPrivate: privateNetwork }
}

module vaultEndpoint 'endpoint.bicep' = if (privateNetwork) {
  params: {
    name: name
    location: location
    tags: tags
    subnetId: network.?outputs.endpointSubnetId ?? ''
    targetId: vault.outputs.id
    part: 'vault'
    zoneId: network.?outputs.vaultZoneId ?? ''
  }
}

module blobEndpoint 'endpoint.bicep' = if (privateNetwork) {
  params: {
    name: name
    location: location
    tags: tags
    subnetId: network.?outputs.endpointSubnetId ?? ''
    targetId: storage.outputs.id
    part: 'blob'
    zoneId: network.?outputs.blobZoneId ?? ''
  }
}

module database 'database.bicep' = {
  params: {
    name: '${name}-${token}'
    location: location
    tags: tags
    sku: chosen.sku
    storageSizeGB: chosen.storageGB
    maxConnections: chosen.connections
    highAvailability: highAvailability && chosen.sku.tier != 'Burstable'
    readReplica: readReplica && chosen.sku.tier != 'Burstable'
    pgBouncer: pgBouncer && chosen.sku.tier != 'Burstable'
    administrators: databaseAdministrators
    subnetId: network.?outputs.databaseSubnetId ?? ''
    zoneId: network.?outputs.databaseZoneId ?? ''
    backupDays: chosen.backupDays
  }
}

module monitoring 'monitoring.bicep' = {
  params: { name: name, location: location, tags: tags }
}

module mail 'mail.bicep' = {
  params: { name: '${name}-${token}', tags: tags }
}

module roles 'roles.bicep' = {
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.name
    mailName: mail.outputs.name
  }
}

var databaseUrl = 'postgresql://${identity.outputs.name}@${database.outputs.host}:${database.outputs.port}/${database.outputs.databaseName}?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt'
var replicaUrl = 'postgresql://${identity.outputs.name}@${database.outputs.replicaHost}:5432/${database.outputs.databaseName}?sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt'
var publicUrl = 'https://${site.outputs.host}'

module api 'functions.bicep' = {
  params: {
    name: '${name}-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    deploymentContainer: storage.outputs.deploymentContainer
    subnetId: network.?outputs.appSubnetId ?? ''
    maximumInstances: chosen.instances
    // A zone that is lost must leave an instance that is ready.
    alwaysReady: highAvailability ? max(chosen.alwaysReady, 2) : chosen.alwaysReady
    zoneRedundant: highAvailability
    settings: {
      AZURE_CLIENT_ID: identity.outputs.clientId
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      AzureWebJobsStorage__blobServiceUri: storage.outputs.blobUri
      AzureWebJobsStorage__queueServiceUri: storage.outputs.queueUri
      AzureWebJobsStorage__tableServiceUri: storage.outputs.tableUri
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.outputs.clientId}'
      PYTHON_ENABLE_OPENTELEMETRY: 'true' // the host leaves the app's logs to the app, and says which trace they belong to
      PYTHON_THREADPOOL_THREAD_COUNT: '32'
      DATABASE_URL: databaseUrl
      DATABASE_REPLICA_URL: empty(database.outputs.replicaHost) ? '' : replicaUrl
      DATABASE_AUTH: 'entra'
      DATABASE_POOL_SIZE: string(chosen.pool)
      SECRETS_FROM: 'key_vault'
      KEY_VAULT_URL: vault.outputs.url
      CURRENCY: currency
      BUSINESS_TIME_ZONE: businessTimeZone
      TOKEN_ISSUER: publicUrl
      TOKEN_AUDIENCE: '${publicUrl}/api'
      PUBLIC_URL: publicUrl
      PROXIES_IN_FRONT: '2' // the static web app, and the functions' own front end
      MAIL_FROM: mail.outputs.sender
      RANKING_SCHEDULE: '0 0 2 * * *'
      COMPANY_NAME: companyName
      COMPANY_IBAN: companyIban
    }
  }
  dependsOn: [roles]
}

module site 'site.bicep' = {
  params: { name: name, location: siteLocation, tags: tags }
}

module backend 'backend.bicep' = {
  params: { siteName: site.outputs.name, backendId: api.outputs.id, backendLocation: location }
}

module events 'events.bicep' = {
  params: { name: name, location: location, tags: tags, storageId: storage.outputs.id }
}

module alerts 'alerts.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    mail: alertMail
    insightsId: monitoring.outputs.id
    databaseId: database.outputs.id
    storageId: storage.outputs.id
    maxConnections: chosen.connections
  }
}

module workbook 'workbook.bicep' = {
  params: { name: name, location: location, tags: tags, insightsId: monitoring.outputs.id }
}

module budget 'budget.bicep' = {
  params: { name: name, amount: monthlyBudget, start: budgetStart, mail: alertMail }
}

output identityName string = identity.outputs.name
output identityClientId string = identity.outputs.clientId
output databaseHost string = database.outputs.host
output databaseName string = database.outputs.databaseName
output functionAppName string = api.outputs.name
output storageName string = storage.outputs.name
output topicName string = events.outputs.name
output vaultUrl string = vault.outputs.url
output siteUrl string = publicUrl
