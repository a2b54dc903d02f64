// Files and queues. No keys: everybody comes with an identity.
@minLength(3)
@maxLength(24)
param name string

param location string
param tags object

@description('Reached through a private endpoint alone.')
param isPrivate bool

@description('Copies: in one data centre, or in three zones.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param redundancy string

@description('Origins whose pages may upload.')
param origins string[]

var containers = ['imports', 'import-rejects', 'receipts', 'report-requests', 'reports', 'deployment']

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 14 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    isVersioningEnabled: false
    cors: {
      corsRules: [
        {
          allowedOrigins: origins
          allowedMethods: ['PUT', 'GET', 'HEAD', 'OPTIONS']
          allowedHeaders: ['*']
          exposedHeaders: ['ETag', 'x-ms-request-id']
          maxAgeInSeconds: 3600
        }
      ]
    }
  }
}

resource folders 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' = {
  parent: account
  name: 'default'
}

// A blob whose function failed five times ends here.
resource poison 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' = {
  parent: queues
  name: 'webjobs-blobtrigger-poison'
}

// The app deletes reports after thirty days itself; this catches what a crash left.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'reports-go'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['reports/', 'report-requests/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 45 } } }
          }
        }
        {
          name: 'imports-go'
          type: 'Lifecycle'
          definition: {
            // They hold personal data; receipts stay, the law wants them.
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['imports/', 'import-rejects/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 365 } } }
          }
        }
        {
          name: 'imports-cool-down'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['imports/', 'import-rejects/', 'receipts/'] }
            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 60 } } }
          }
        }
      ]
    }
  }
  dependsOn: [folders]
}

output id string = account.id
output name string = account.name
output blobUri string = account.properties.primaryEndpoints.blob
output queueUri string = account.properties.primaryEndpoints.queue
output tableUri string = account.properties.primaryEndpoints.table
output deploymentContainer string = '${account.properties.primaryEndpoints.blob}deployment'
