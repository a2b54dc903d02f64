// The function app behind the dashboard's /api, so that both are one origin. By itself, as each knows the other's address.
@description('The static web app.')
param siteName string

@description('The function app.')
param backendId string

@description('Where the function app is.')
param backendLocation string

resource site 'Microsoft.Web/staticSites@2025-03-01' existing = {
  name: siteName
}

resource backend 'Microsoft.Web/staticSites/linkedBackends@2025-03-01' = {
  parent: site
  name: 'api'
  properties: { backendResourceId: backendId, region: backendLocation }
}
